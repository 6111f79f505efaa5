-- Do customers answer all year round, to which surveys, and about which touchpoints?
-- grain: one row
-- params: from_on, on_day
-- returns: answers, first_on, latest_on, months_answered, kinds, contacted, contacted_and_answered
-- note: all but first_on and latest_on are of the days from from_on to on_day; kinds are those of
--   the surveys answered; contacted counts touchpoints with contacts, in any language
with answers as (
    select
        app.day_of(responses.responded_at) as day_on,
        surveys.kind,
        coalesce(responses.touchpoint, contacts.touchpoint, surveys.touchpoint) as touchpoint
    from feedback.responses as responses
    left join feedback.surveys as surveys on responses.survey_id = surveys.survey_id
    left join crm.interactions as contacts
        on responses.interaction_id = contacts.interaction_id and responses.touchpoint is null
    where rollup.happened_within(responses.responded_at, null, $on_day)
),

recent as (
    select *
    from answers
    where day_on >= $from_on::date
),

contacted as (
    select distinct touchpoint
    from crm.interactions
    where rollup.happened_within(occurred_at, $from_on, $on_day)
)

select
    (select count(*) from recent) as answers,
    (select min(day_on) from answers) as first_on,
    (select max(day_on) from answers) as latest_on,
    (select count(distinct date_trunc('month', day_on)) from recent) as months_answered,
    (
        select string_agg(distinct kind, ', ' order by kind)
        from recent
    ) as kinds,
    (select count(*) from contacted) as contacted,
    (
        select count(*)
        from contacted
        where touchpoint in (
            select recent.touchpoint
            from recent
            where recent.touchpoint is not null
        )
    ) as contacted_and_answered
