-- Delivery to the hour: where a time was promised, a day is too coarse to say what was late.
alter table crm.orders add column promised_at timestamp;
alter table crm.orders add column delivered_at timestamp;
alter table crm.orders_history add column promised_at timestamp;
alter table crm.orders_history add column delivered_at timestamp;
