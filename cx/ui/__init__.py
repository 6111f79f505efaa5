"""The shared parts of every page. With app.py and pages/ the only room that knows Streamlit."""
