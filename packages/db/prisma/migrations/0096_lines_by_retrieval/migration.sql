-- Lines with a terminal's retrieval reference are looked at again when a payment or another line has the same. It is short and comes
-- again, so it is asked for with its terminal and day. Few files tell one: lines without it are not in here.
create index settlement_line_retrieval_reference_idx on settlement_line (retrieval_reference, terminal, sales_day) where retrieval_reference is not null;
