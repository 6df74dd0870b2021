# Where a policy sets no time to go on, the case closes three months after the outcome, silently; going on stays possible.
policy little-footsteps

Sat 2021-03-27 10:00  >> mail from p@mail.example: Fees
                      |  You charged me twice.
                      << letter acknowledgement to p@mail.example; by 2021-04-08
                      << letter handler-notice to complaints_handler; says the clocks change
                      # 48 hours over the change of the clocks: 11:00 on the new wall clock.
                      << deadline acknowledge formal-review 2021-03-29 11:00; met
                      # 29, 30, 31 March, 1, 6, 7, 8 April: Good Friday and Easter Monday are not counted.
                      << deadline respond formal-review 2021-04-08; source LF-2.3

# Reminders at 08:00 summer time.
Tue 2021-04-06 07:59  >> clock
Tue 2021-04-06 08:00  >> clock
                      << letter reminder to complaints_handler

# Of the second reminder and the breach notice only the breach notice goes, at 08:00 on the day after.
Fri 2021-04-09 08:00  >> clock
                      << letter breach-notice to complaints_handler; by 2021-04-08; says LF-2.3
                      << deadline respond formal-review 2021-04-08; missed
Sat 2021-04-10 08:00  >> clock
Fri 2021-04-30 12:00  >> reply from complaints_handler to breach-notice
                      |  #outcome upheld
                      |  You were right; we pay it back.
                      << letter outcome to p@mail.example
                      << letter directive-done to complaints_handler
                      << status decided
                      << deadline respond formal-review 2021-04-08; missed

Fri 2021-07-30 23:59:59  >> clock
                      << status decided
Sat 2021-07-31 00:00  >> clock
                      << status closed; outcome upheld; stage formal-review

Mon 2021-09-13 09:00  >> reply from p@mail.example to outcome
                      |  The money never came.
                      << letter handler-notice to complaints_handler; says The money never came; says closed
                      << status closed
Tue 2021-09-14 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  The money never came.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to independent_reviewer
                      << stage independent-review; status open; tags appeal
