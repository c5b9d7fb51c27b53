-- What it counted is counted in rate_bucket, as every other limit.
drop table rate_limit;
