"""What is planted in the demo company, and how large: docs/demo.md tells it, tests recover it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Truths:
    """Planted sizes. Points are points of the expected NPS; ``realised_`` is what comes of them.

    The realised sizes hold for 5,000 customers, give or take the noise of one company.
    """

    # 1. Season
    seasonal_months: tuple[int, ...] = (12, 1)
    seasonal_points: float = -9.0
    # 2. Incident
    incident_month: str = "2025-10"
    incident_channels: tuple[str, ...] = ("Web", "App")
    incident_points: float = -80.0
    incident_points_elsewhere: float = -45.0
    incident_title: str = "Customer portal out of order all month"
    # 3. Mix against rate (Simpson): all channels fall at the price rise, customers move to the App
    price_rise_on: str = "2025-07-01"
    price_rise_points: float = -11.0
    moving_from: str = "2025-05-01"
    moving_to: str = "2025-09-30"
    channel_points: tuple[tuple[str, float], ...] = (
        ("Web", 38.0),
        ("App", 66.0),
        ("Phone", 0.0),
        ("Store", -14.0),
    )
    # 4. Attributes: penalty for a rating of 1 or 2, reward for a 5, against 3 and 4
    basics: tuple[str, ...] = ("Delivery on time", "Correct invoices")
    delighters: tuple[str, ...] = ("Proactive advice",)
    attribute_points: tuple[tuple[str, float, float], ...] = (
        ("Delivery on time", -30.0, 0.0),
        ("Correct invoices", -26.0, 0.0),
        ("Proactive advice", 0.0, 30.0),
        ("Product quality", -16.0, 16.0),
        ("Value for money", -12.0, 12.0),
        ("Easy to reach", -6.0, 6.0),
        ("Friendly staff", -4.0, 4.0),
        ("Opening hours", 0.0, 0.0),
    )
    stated_not_derived: str = "Opening hours"
    derived_not_stated: str = "Proactive advice"
    # 5. Moment of truth: an installation not finished on the first visit
    moment_of_truth: str = "Installation"
    bad_installation_points: float = -36.0
    bad_installation_days: int = 180
    bad_installation_hazard: float = 2.6
    bad_service_points: float = -6.0
    bad_service_days: int = 60
    # 6. Unprofitable through its mix
    unprofitable_segment: str = "Small business"
    costly_channels: tuple[str, ...] = ("Phone", "Store", "Field service")
    realised_margin: float = -48.0
    realised_margin_costly_mix: float = -190.0
    realised_margin_other_mix: float = 290.0
    # 7. Defection within 92 days of the answer, against passives
    detractor_hazard: float = 3.0
    promoter_hazard: float = 0.6
    # 8. Referrals per customer and year
    promoter_referrals: float = 0.09
    passive_referrals: float = 0.03
    detractor_referrals: float = 0.01
    referral_depth: int = 3
    # 9. Recovery of complaints: what is left for half a year
    complaint_points: float = -28.0
    recovered_points: float = 0.0
    complaint_days: int = 180
    unrecovered_hazard: float = 2.0
    recovered_hazard: float = 1.0
    followed_up_points: float = 16.0
    followed_up_days: int = 180
    followed_up_hazard: float = 0.6
    # 10. Contact pressure: marketing contacts in the 30 days before
    pressure_contacts: int = 4
    pressure_points: float = -22.0
    opt_out_rate: float = 0.004
    pressure_opt_out_rate: float = 0.03
    # 11. Late delivery
    late_points: float = -40.0
    realised_late_risk_difference: float = 0.18
    # 12. Non-response: share answering by segment; in Enterprise the unhappy answer less
    response_rates: tuple[tuple[str, float], ...] = (
        ("Consumer", 0.42),
        ("Small business", 0.29),
        ("Mid-market", 0.20),
        ("Enterprise", 0.14),
    )
    segment_points: tuple[tuple[str, float], ...] = (
        ("Consumer", 8.0),
        ("Small business", -4.0),
        ("Mid-market", -12.0),
        ("Enterprise", -26.0),
    )
    enterprise_silence: float = 0.15
    realised_weighted_minus_raw: float = -3.1
    # 13. Repeat contacts within 7 days
    repeat_touchpoint: str = "Service request"
    repeat_channel: str = "Phone"
    repeat_rate: float = 0.30
    repeat_rate_elsewhere: float = 0.08
    # Small print
    anonymous_share: float = 0.02
    unknown_share: float = 0.004


TRUTHS = Truths()
"""The one record of planted truths."""
