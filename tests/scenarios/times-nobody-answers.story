# Nobody answers: reminders at the policy's own times, the breach notice, then the role above and the family, each once;
# and the role above once more after a week of nothing. Due on Monday 30 November 2020.
policy tests/scenarios/times.toml
set require token

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late, and nobody told me.
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to officer
Mon 2020-11-23 07:59  >> clock
Mon 2020-11-23 08:00  >> clock
                      << letter reminder to officer; by 2020-11-30
Fri 2020-11-27 12:00  >> clock
Sat 2020-11-28 08:00  >> clock
                      << letter reminder to officer; by 2020-11-30
Mon 2020-11-30 23:59  >> clock
Tue 2020-12-01 08:00  >> clock
                      << letter breach-notice to officer; by 2020-11-30; says T-1
                      << deadline respond first 2020-11-30; missed
Wed 2020-12-02 12:00  >> clock
Fri 2020-12-04 07:59  >> clock
Fri 2020-12-04 08:00  >> clock
                      << letter breach-notice to director; by 2020-11-30; by 2020-12-01; says LC-2020-0001; never p@mail.example; never nobody told me
                      << letter interim-update to p@mail.example; by 2020-11-30; says not forgotten; never You will now have
Fri 2020-12-11 12:00  >> clock
Sat 2020-12-12 08:00  >> clock
                      << letter breach-notice to director; by 2020-11-30
Mon 2020-12-14 09:00  >> reply from officer to breach-notice
                      |  #extend 14 December 2020
                      |  The driver was away.
                      << letter directive-error to officer; says not later
Mon 2020-12-14 10:00  >> reply from officer to breach-notice
                      |  #outcome upheld
                      |  You are right.
                      << letter outcome to p@mail.example
                      << letter directive-done to officer
                      << status decided; outcome upheld
                      << deadline respond first 2020-11-30; missed
