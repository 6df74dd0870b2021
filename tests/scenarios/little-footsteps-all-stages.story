# Little Footsteps: an answer in 7 working days over Christmas, no last day for the review, and a last step without dates.
# clause: LF-2.1, LF-2.2, LF-2.2b, LF-2.3, LF-5.2, LF-5.3, LF-6.1, LF-6.2
policy little-footsteps

Fri 2020-12-18 17:30  >> mail from p@mail.example: The nanny did not come
                      |  She was booked for Thursday and nobody rang me.
                      << letter acknowledgement to p@mail.example; by 2020-12-31; says Complaints Handler; never booked for Thursday; never Ofsted
                      << letter handler-notice to complaints_handler; says booked for Thursday; says Friday 25 December (Christmas Day); by 2020-12-31
                      << stage formal-review; status open; channel email; address p@mail.example; received 2020-12-18 17:30
                      # 48 hours, by the clock; 7 working days: 21, 22, 23, 24, 29, 30, 31 December (25 and 28 are bank holidays).
                      << deadline acknowledge formal-review 2020-12-20 17:30; source LF-2.2; met
                      << deadline respond formal-review 2020-12-31; source LF-2.3; open

Tue 2020-12-29 07:59  >> clock
Tue 2020-12-29 08:00  >> clock
                      << letter reminder to complaints_handler; by 2020-12-31; says LF-2.3
Wed 2020-12-30 07:59  >> clock
Wed 2020-12-30 08:00  >> clock
                      << letter reminder to complaints_handler; by 2020-12-31

Thu 2020-12-31 10:00  >> reply from complaints_handler to handler-notice
                      |  #outcome not upheld
                      |  Dear Ms P, the nanny was ill and we told you at 8.
                      << letter outcome to p@mail.example; says the nanny was ill; says REVIEW; says no fixed last day; says Ofsted; says Local Authority Designated Officer
                      << letter directive-done to complaints_handler
                      << stage formal-review; status decided; outcome not-upheld
                      << deadline respond formal-review 2020-12-31; met
                      << deadline none formal-review appeal

# The case would close after 31 March 2021, three months later.
Wed 2021-03-31 23:59:59  >> reply from p@mail.example to outcome: Independent review, please
                      |  Nobody told me.
                      << letter acknowledgement to p@mail.example; says Independent Review; says no fixed date; says last step
                      << letter handler-notice to independent_reviewer; says Nobody told me; says booked for Thursday; says sets no date
                      << stage independent-review; status open; outcome none; tags appeal; handlers independent_reviewer
                      << deadline none independent-review

# Nothing happens for 7 days, over Easter: nudged on Wednesday, and again a week later.
Wed 2021-04-07 07:59  >> clock
Wed 2021-04-07 08:00  >> clock
                      << letter reminder to independent_reviewer; says Nothing has happened
Tue 2021-04-13 23:00  >> clock
Wed 2021-04-14 08:00  >> clock
                      << letter reminder to independent_reviewer; says Nothing has happened

Fri 2021-04-16 12:00  >> reply from independent_reviewer to reminder
                      |  #outcome arbitration recommended
                      |  We recommend the arbiter of the trade.
                      << letter outcome to p@mail.example; says external arbitration; says Ofsted; says Local Authority Designated Officer; says final decision; never REVIEW
                      << letter directive-done to independent_reviewer
                      << stage independent-review; status closed; outcome arbitration-recommended

Mon 2021-04-19 09:00  >> reply from p@mail.example to outcome: I want this reviewed: review
                      << letter process-ended to p@mail.example; says Ofsted
                      << stage independent-review; status closed; outcome arbitration-recommended
Tue 2021-04-20 09:00  >> reply from p@mail.example to process-ended
                      |  Thank you all the same.
                      << letter handler-notice to independent_reviewer; says Thank you all the same
                      << status closed
                      << message reply
