-- What each response is about: its own contact and order, else those of its invitation, else the
-- order of the contact; the case is that of the contact.
-- grain: one row per response
-- portable: yes
create or replace view rollup.ties as
with contacts as (
    select
        responses.response_id,
        responses.order_id as own_order_id,
        invitations.order_id as invited_order_id,
        coalesce(responses.interaction_id, invitations.interaction_id) as contact_id
    from feedback.responses as responses
    left join feedback.invitations as invitations
        on responses.invitation_id = invitations.invitation_id
),

calls as (
    select
        interactions.interaction_id,
        interactions.case_id,
        interactions.order_id as call_order_id
    from crm.interactions as interactions
)

select
    contacts.response_id,
    contacts.contact_id as interaction_id,
    calls.case_id,
    coalesce(contacts.own_order_id, contacts.invited_order_id, calls.call_order_id) as order_id
from contacts
left join calls on contacts.contact_id = calls.interaction_id;
