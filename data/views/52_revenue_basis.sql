-- What revenue is read from: orders where they carry any, else invoices, else contracts.
-- grain: one row; basis is null where none of them carries any
-- portable: yes
-- note: one basis for the whole company, never two added together: they tell of the same money
create or replace view app.revenue_basis as
select
    case
        when exists (select 1 from app.sales as sales where sales.revenue <> 0) then 'orders'
        when exists (select 1 from crm.invoices as invoices where invoices.amount <> 0)
            then 'invoices'
        when
            exists (
                select 1 from crm.contracts as contracts
                where contracts.monthly_value <> 0
            )
            then 'contracts'
    end as basis;
