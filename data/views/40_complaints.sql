-- The cases that are complaints: those whose category says so, in the languages we know.
-- grain: one row per case
-- portable: yes
-- note: where no category says complaint, every case counts as one
create or replace view app.complaints as
with judged as (
    select
        cases.case_id,
        cases.customer_id,
        cases.opened_at,
        cases.category,
        cases.channel,
        cases.touchpoint,
        cases.severity,
        cases.first_response_at,
        cases.resolved_at,
        cases.reopened_at,
        cases.product_id,
        case
            when
                lower(cases.category) like '%complain%'
                or lower(cases.category) like '%beschwerde%'
                or lower(cases.category) like '%reklamation%'
                or lower(cases.category) like '%réclamation%'
                or lower(cases.category) like '%reclam%'
                or lower(cases.category) like '%plainte%'
                or lower(cases.category) like '%queja%'
                or lower(cases.category) like '%klacht%'
                then 1
            else 0
        end as says_so
    from crm.cases as cases
),

told as (
    select coalesce(max(judged.says_so), 0) as is_told
    from judged
)

select
    judged.case_id,
    judged.customer_id,
    judged.opened_at,
    judged.category,
    judged.channel,
    judged.touchpoint,
    judged.severity,
    judged.first_response_at,
    judged.resolved_at,
    judged.reopened_at,
    judged.product_id
from judged
cross join told
where judged.says_so = told.is_told;
