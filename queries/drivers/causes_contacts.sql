-- What happened in the contact before each answer: a long wait, nothing settled, a repeat?
-- grain: one row per answer to the metric with such a contact
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   contact_days, long_wait_seconds, repeat_days
-- returns: answer, long_wait, not_settled, repeated
-- note: 1 yes, 0 no, null not known. An answer about a contact takes that contact, any other the
--   customer's latest within contact_days before it for which it is known; of several at one moment
--   the worst counts. Repeated: an inbound contact at the same touchpoint within repeat_days of
--   another one, both before the answer; of other contacts it is not known.
with answers as (
    select shown.answer, shown.customer_id, shown.responded_at, ties.interaction_id
    from rollup.numbered_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    ) as shown
    inner join rollup.ties as ties on shown.response_id = ties.response_id
),

contacts as (
    select
        interaction_id,
        customer_id,
        occurred_at,
        (wait_seconds > $long_wait_seconds)::tinyint as long_wait,
        (not is_resolved)::tinyint as not_settled,
        coalesce(direction, 'inbound') = 'inbound' as is_inbound,
        lag(occurred_at) over same + to_days($repeat_days::integer) >= occurred_at as is_again,
        lead(occurred_at) over same as next_at
    from crm.interactions
    where coalesce(purpose, '') != 'marketing'
    -- One number sorts faster than three texts.
    window same as (
        partition by hash(customer_id, touchpoint, coalesce(direction, 'inbound'))
        order by occurred_at
    )
),

about as (
    select
        answers.answer,
        contacts.long_wait,
        contacts.not_settled,
        case
            when not contacts.is_inbound then null
            when contacts.is_again then 1
            when contacts.next_at < answers.responded_at
                and contacts.next_at <= contacts.occurred_at + to_days($repeat_days::integer) then 1
            else 0
        end as repeated
    from answers
    inner join contacts on answers.interaction_id = contacts.interaction_id
),

-- Moment and yes or no are packed into one number, of which the largest is the latest, then worst.
latest as (
    select
        answers.answer,
        max(2 * epoch_ms(occurred_at) + long_wait) % 2 as long_wait,
        max(2 * epoch_ms(occurred_at) + not_settled) % 2 as not_settled,
        max(2 * epoch_ms(occurred_at) + coalesce(is_again, false)::tinyint)
            filter (where is_inbound) % 2 as repeated
    from answers
    inner join contacts
        on answers.customer_id = contacts.customer_id
        and contacts.occurred_at < answers.responded_at
        and contacts.occurred_at >= answers.responded_at - to_days($contact_days::integer)
    where answers.interaction_id is null
    group by answers.answer
)

select
    answer,
    long_wait::float as long_wait,
    not_settled::float as not_settled,
    repeated::float as repeated
from about
union all
select answer, long_wait::float, not_settled::float, repeated::float from latest
