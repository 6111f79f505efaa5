"""The catalogue of the seventeen extracts: ingest, templates, docs and tests read it here."""

from dataclasses import dataclass

TYPES = ("id", "text", "integer", "number", "money", "flag", "date", "time")
"""Kinds of column: ids are text to the letter, money has at most four decimals, times are UTC."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an extract: its name, type, and which values it takes."""

    name: str
    type: str
    description: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """One kind of file: the table it fills, what one row is, and the columns."""

    name: str
    schema: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def table(self) -> str:
        """Full name of the table that queries read.

        >>> EXTRACTS["orders"].table, EXTRACTS["orders"].history
        ('crm.orders', 'crm.orders_history')
        """
        return f"{self.schema}.{self.name}"

    @property
    def history(self) -> str:
        """Full name of the append-only table of all rows as they came."""
        return f"{self.schema}.{self.name}_history"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name, or raise KeyError."""
        return {column.name: column for column in self.columns}[name]

    @property
    def references(self) -> dict[str, str]:
        """The extract that each id column points to, by column; its own key points nowhere.

        >>> EXTRACTS["customers"].references
        {'parent_customer_id': 'customers', 'referred_by_customer_id': 'customers'}
        >>> EXTRACTS["ratings"].references
        {'response_id': 'responses'}
        """
        owners = _owners()
        return {
            column.name: owner
            for column in self.columns
            for key, owner in owners.items()
            if column.type == "id" and column.name.endswith(key)
            if (column.name, self.name) != (key, owner)
        }


def _owners() -> dict[str, str]:
    """The extract whose rows an id is the key of, by the name of that id."""
    named = [(extract.key[0], extract) for extract in reversed(EXTRACTS.values())]
    return {key: extract.name for key, extract in named if extract.column(key).type == "id"}


def _column(line: str) -> Column:
    """Read one line ``name* type choices or range | description``; ``*``: required."""
    head, _, description = (part.strip() for part in line.partition("|"))
    name, kind, *rest = head.split()
    choices: tuple[str, ...] = ()
    low = high = default = None
    for word in rest:
        if word.startswith("="):
            default = word[1:]
        elif ".." in word:
            low, high = (float(end) if end else None for end in word.split(".."))
        else:
            choices = tuple(word.split("/"))
    return Column(
        name.rstrip("*"), kind, description, name.endswith("*"), choices, low, high, default
    )


def _extract(schema: str, name: str, grain: str, key: str, lines: str) -> Extract:
    columns = tuple(_column(line) for line in lines.strip().splitlines())
    return Extract(name, schema, grain, tuple(key.split()), columns)


_LISTENING_POSTS = "mystery_shopper/focus_group/usability_test/advisory_board/suggestion/social"
_PURPOSES = "marketing/sales/onboarding/delivery/billing/service/renewal"

_ALL = (
    _extract(
        "crm",
        "customers",
        "one per customer, prospect or account",
        "customer_id",
        """
        customer_id* id | The customer's id, kept to the letter
        name text | Name of the person or business
        kind text person/business | Person or business
        segment text | Segment
        region text | Region
        country text | Country
        industry text | Industry
        status text prospect/active/lapsed/lost | Where the relationship stands
        first_seen_on date | Day of the first contact
        acquired_on date | Day of becoming a customer
        lost_on date | Day of leaving
        lost_reason text | Why they left
        acquisition_channel text | Channel that won them
        preferred_channel text | Channel they prefer
        account_manager text | Who looks after them
        parent_customer_id id | The account they belong to
        referred_by_customer_id id | The customer who brought them
        network_size integer 0.. | People this customer reaches
        annual_category_spend money 0.. | Estimate of their yearly spend in the category
        language text | Language they speak
        """,
    ),
    _extract(
        "crm",
        "products",
        "one per product",
        "product_id",
        """
        product_id* id | The product's id
        name* text | Name of the product
        family text | Product family
        unit_cost money 0.. | Cost of one unit
        """,
    ),
    _extract(
        "crm",
        "contracts",
        "one per contract or subscription",
        "contract_id",
        """
        contract_id* id | The contract's id
        customer_id* id | Whose contract
        product_id id | For which product
        started_on* date | First day
        installed_on date | Day of installation
        project_completed_on date | Day the project was completed
        renews_on date | Day of the next renewal
        ended_on date | Last day
        end_reason text | Why it ended
        monthly_value money | Value per month
        """,
    ),
    _extract(
        "crm",
        "orders",
        "one per order line",
        "order_id line",
        """
        order_id* id | The order's id
        line integer 1.. =1 | Line of the order
        customer_id* id | Who ordered
        product_id id | What was ordered
        ordered_at* time | When it was ordered
        sales_channel text | Channel of the sale
        status text delivered/open/cancelled/out_of_stock/returned | What became of it
        promised_on date | Promised day of delivery
        shipped_on date | Day of shipping
        delivered_on date | Day of delivery
        promised_at time | Promised time of delivery, where one was promised
        delivered_at time | Time of delivery
        is_complete flag | Whether all of it was delivered
        partner text | Delivery or sales partner
        revenue money | Revenue of the line
        cost_of_goods money | Cost of the goods
        discount money | Discount given
        """,
    ),
    _extract(
        "crm",
        "invoices",
        "one per invoice",
        "invoice_id",
        """
        invoice_id* id | The invoice's id
        customer_id* id | Who was invoiced
        order_id id | For which order
        issued_on* date | Day of issue
        due_on date | Day it is due
        paid_on date | Day it was paid
        amount* money | Amount
        is_disputed flag | Whether the customer disputes it
        """,
    ),
    _extract(
        "crm",
        "interactions",
        "one per contact in either direction",
        "interaction_id",
        f"""
        interaction_id* id | The contact's id
        customer_id* id | With whom
        occurred_at* time | When
        touchpoint* text | Where in the journey
        channel* text | Through which channel
        purpose text {_PURPOSES} | What for
        direction text inbound/outbound | Who started it
        is_self_service flag | Whether the customer served themselves
        campaign_id id | Campaign it belongs to
        order_id id | Order it concerns
        contract_id id | Contract it concerns
        product_id id | Product it concerns
        case_id id | Case it concerns
        team text | Team that handled it
        agent_id id | Who handled it
        duration_seconds number 0.. | How long it took
        wait_seconds number 0.. | How long the customer waited
        is_resolved flag | Whether it settled the matter
        is_converted flag | Whether it led to a sale
        cost money 0.. | What it cost
        """,
    ),
    _extract(
        "crm",
        "campaigns",
        "one per campaign",
        "campaign_id",
        """
        campaign_id* id | The campaign's id
        name* text | Name
        channel text | Channel
        message_type text | Kind of message
        product_id id | Product it promotes
        segment text | Segment it addresses
        started_on date | First day
        ended_on date | Last day
        cost money 0.. | What it cost
        """,
    ),
    _extract(
        "crm",
        "opportunities",
        "one per sales opportunity",
        "opportunity_id",
        """
        opportunity_id* id | The opportunity's id
        customer_id* id | With whom
        product_id id | For which product
        opened_on* date | Day it was opened
        stage text | Stage of the pipeline
        amount money | Expected amount
        closed_on date | Day it was closed
        is_won flag | Whether it was won
        sales_channel text | Channel of the sale
        kind text new/cross_sell/up_sell/renewal | Kind of business
        """,
    ),
    _extract(
        "crm",
        "cases",
        "one per complaint or service case",
        "case_id",
        """
        case_id* id | The case's id
        customer_id* id | Whose case
        opened_at* time | When it was opened
        category* text | What it is about
        channel text | Channel it came through
        touchpoint text | Touchpoint it concerns
        severity text | How bad it is
        first_response_at time | When it was first answered
        resolved_at time | When it was resolved
        reopened_at time | When it was opened again
        resolution text | How it was resolved
        compensation_cost money 0.. | What was paid to make good
        order_id id | Order it concerns
        product_id id | Product it concerns
        """,
    ),
    _extract(
        "crm",
        "channel_rates",
        "one per channel, touchpoint and start day",
        "channel touchpoint valid_from",
        """
        channel* text | Channel
        touchpoint text =(all) | Touchpoint, or (all)
        valid_from* date | First day the rate holds
        cost_per_contact* money 0.. | Cost of one contact
        cost_per_minute money 0.. | Cost of one minute
        monthly_capacity number 0.. | Contacts the channel can take in a month
        """,
    ),
    _extract(
        "crm",
        "events",
        "one per thing that happened to the business",
        "event_on title",
        """
        event_on* date | Day
        title* text | What happened
        kind text release/outage/price/campaign/organisation/other | Kind of event
        note text | More about it
        """,
    ),
    _extract(
        "feedback",
        "surveys",
        "one per questionnaire",
        "survey_id",
        """
        survey_id* id | The questionnaire's id
        name* text | Name
        kind text relationship/transactional | About the relationship or one contact
        touchpoint text | Touchpoint it asks about
        csat_scale integer 5/7/10 =5 | Highest satisfaction answer
        ces_scale integer 5/7 =7 | Highest effort or ease answer
        ces_high_is_easy flag =true | Whether a high answer means easy
        """,
    ),
    _extract(
        "feedback",
        "invitations",
        "one per survey sent",
        "invitation_id",
        """
        invitation_id* id | The invitation's id
        survey_id id | Which questionnaire
        customer_id* id | Who was asked
        sent_at* time | When
        channel text | Channel it was sent through
        interaction_id id | Contact it asks about
        order_id id | Order it asks about
        """,
    ),
    _extract(
        "feedback",
        "responses",
        "one per answered survey",
        "response_id",
        """
        response_id* id | The answer's id
        customer_id id | Who answered; empty for an anonymous survey
        survey_id id | Which questionnaire
        invitation_id id | Which invitation it answers
        responded_at* time | When
        channel text | Channel
        touchpoint text | Touchpoint
        segment text | Segment as of the answer; else the customer's
        region text | Region as of the answer; else the customer's
        interaction_id id | Contact it is about
        order_id id | Order it is about
        contract_id id | Contract it is about
        product_id id | Product it is about
        nps integer 0..10 | Likelihood to recommend, 0 to 10
        csat integer 1..10 | Satisfaction, on the survey's scale
        ces integer 1..7 | Effort or ease, on the survey's scale
        weight number 0.. =1 | Survey weight
        comment text | In their words
        language text | Language of the comment
        wants_contact flag | Whether they ask to be called back
        """,
    ),
    _extract(
        "feedback",
        "ratings",
        "one per response and attribute",
        "response_id attribute",
        """
        response_id* id | Which answer
        attribute* text | What was rated
        rating* number | The rating
        scale_max integer 1.. =5 | Highest rating possible
        importance number 1..5 | Stated importance, 1 to 5
        """,
    ),
    _extract(
        "feedback",
        "follow_ups",
        "one per step taken with an unhappy customer",
        "follow_up_id",
        """
        follow_up_id* id | The follow-up's id
        customer_id* id | With whom
        response_id id | Answer that prompted it
        case_id id | Case that prompted it
        opened_at* time | When it was opened
        first_contact_at time | When the customer was first reached
        closed_at time | When it was closed
        owner text | Who took it
        root_cause text | Cause found
        action text | What was done
        outcome text recovered/not_recovered/unreachable/no_action | What came of it
        """,
    ),
    _extract(
        "feedback",
        "findings",
        "one per observation from research",
        "finding_id",
        f"""
        finding_id* id | The finding's id
        kind text {_LISTENING_POSTS} | Listening post
        observed_on* date | Day
        channel text | Channel
        touchpoint text | Touchpoint
        product_id id | Product
        segment text | Segment
        score number | Score, if one was given
        scale_max number | Highest score possible
        finding* text | What was found
        """,
    ),
)

EXTRACTS: dict[str, Extract] = {extract.name: extract for extract in _ALL}
"""All extracts by name, in the order in which they are best uploaded."""
