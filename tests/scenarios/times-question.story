# A question stops the clock where the policy says so: until the answer is received, or its time is over.
policy tests/scenarios/times.toml
set require token

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to officer
Mon 2020-11-09 10:00  >> reply from officer to handler-notice
                      |  #question
                      |  On which day was it?
                      << letter question to p@mail.example; says On which day; by 2020-11-30; says 2 weeks after this email
                      << letter directive-done to officer; says stands still
                      << deadline respond first 2020-11-30; open
Thu 2020-11-12 09:00  >> reply from p@mail.example to question (automatic): Automatic reply: away
                      |  I am away until Monday.
                      << message auto-reply
Mon 2020-11-16 18:00  >> reply from p@mail.example to question
                      |  It was on Saturday.
                      << letter handler-notice to officer; says It was on Saturday; by 2020-11-09; by 2020-11-16; by 2020-12-07
                      << deadline respond first 2020-12-07; open
Mon 2020-11-30 08:00  >> clock
                      << letter reminder to officer; by 2020-12-07; says The clock stood still from Monday 9 November 2020 to Monday 16 November 2020

# The second question is never answered: the case is not lost for it.
Tue 2020-12-01 10:00  >> reply from officer to reminder
                      |  #question
                      |  And who was there?
                      << letter question to p@mail.example; by 2020-12-07
                      << letter directive-done to officer
Sat 2020-12-05 08:00  >> clock
Tue 2020-12-08 08:00  >> clock
Tue 2020-12-15 23:59  >> clock
Wed 2020-12-16 08:00  >> clock
                      << letter reminder to officer; by 2020-12-01; by 2020-12-21
                      << deadline respond first 2020-12-21; open
Sat 2020-12-19 08:00  >> clock
                      << letter reminder to officer; by 2020-12-21

# What the policy caps: two weeks after the date, with the time in which the clock stood still.
Sun 2020-12-20 10:00  >> reply from officer to reminder
                      |  #extend 5 January 2021
                      |  It is Christmas.
                      << letter directive-error to officer; says 2 weeks at most (T-3); says #extend 4 January 2021
                      << deadline respond first 2020-12-21; open
Sun 2020-12-20 11:00  >> reply from officer to directive-error
                      |  #extend 4 January 2021
                      |  It is Christmas.
                      << letter interim-update to p@mail.example; by 2021-01-04; says Christmas
                      << letter directive-done to officer
                      << deadline respond first 2021-01-04; open
Mon 2021-01-04 10:00  >> reply from officer to handler-notice
                      |  #outcome not upheld
                      |  It was not late.
                      << letter outcome to p@mail.example; by 2021-01-18
                      << letter directive-done to officer
                      # Of all that was due since, nothing is left to say.
                      << status decided
                      << deadline respond first 2021-01-04; met
