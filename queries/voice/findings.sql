-- What did the other listening posts find at each touchpoint?
-- grain: one row per touchpoint, listening post and finding, the commonest first
-- params: from_on, to_on, segment, channel, touchpoint, product
-- returns: touchpoint, kind, finding, findings, scored, total, squares, unscaled, latest_on
-- note: total and squares are sums of scores on a scale whose highest is 10; unscaled counts scores
--   whose highest is not known, which count nowhere else; region and survey kind are not recorded
with placed as (
    select
        coalesce(findings.touchpoint, '(unknown)') as touchpoint,
        coalesce(findings.kind, '(unknown)') as kind,
        findings.finding,
        findings.observed_on,
        findings.score is not null and coalesce(findings.scale_max, 0) <= 0 as is_unscaled,
        case
            when findings.scale_max > 0 then 10.0 * findings.score / findings.scale_max
        end as of_ten
    from feedback.findings as findings
    left join crm.products as products on findings.product_id = products.product_id
    where
        rollup.is_within(findings.observed_on, $from_on, $to_on)
        and rollup.is_in($segment, coalesce(findings.segment, '(unknown)'))
        and rollup.is_in($channel, coalesce(findings.channel, '(unknown)'))
        and rollup.is_in($touchpoint, coalesce(findings.touchpoint, '(unknown)'))
        and rollup.is_in($product, coalesce(products.name, findings.product_id, '(unknown)'))
)

select
    touchpoint,
    kind,
    finding,
    count(*) as findings,
    count(of_ten) as scored,
    coalesce(sum(of_ten), 0)::double as total,
    coalesce(sum(of_ten * of_ten), 0)::double as squares,
    count(*) filter (where is_unscaled) as unscaled,
    max(observed_on) as latest_on
from placed
group by touchpoint, kind, finding
order by touchpoint, kind, count(*) desc, max(observed_on) desc, finding
