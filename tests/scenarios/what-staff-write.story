# The lines that staff write on one case: question, note, relay, letters of their own, closing; and lines that are wrong.
# clause: LC-4.4
policy libra-children-services
staff Ada Coordinator <ada@libra.example> coordinator

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example; says LC-2020-0001
                      << letter handler-notice to coordinator

# Not known, twice, two that fight for the text, no such date, no text, no such stage: each sends nothing to the family.
Tue 2020-11-03 09:00  >> reply from coordinator to handler-notice
                      |  #outcom upheld
                      |  Dear family, you are right.
                      << letter directive-error to coordinator; says #outcome
Tue 2020-11-03 09:01  >> reply from coordinator to handler-notice
                      |  #question
                      |  #outcome upheld
                      |  Dear family, you are right.
                      << letter directive-error to coordinator; says only one of them
Tue 2020-11-03 09:02  >> reply from coordinator to handler-notice
                      |  #extend 31 November 2020
                      |  We need longer.
                      << letter directive-error to coordinator; says #extend
Tue 2020-11-03 09:03  >> reply from coordinator to handler-notice
                      |  #extend 30 November 2020
                      |  We need longer.
                      << letter directive-error to coordinator; says Monday 30 November 2020
Tue 2020-11-03 09:03  >> reply from coordinator to handler-notice
                      |  #extend 31 December 9999
                      |  We need longer.
                      << letter directive-error to coordinator; says years away
Tue 2020-11-03 09:04  >> reply from coordinator to handler-notice
                      |  #outcome upheld
                      << letter directive-error to coordinator; says no text
Tue 2020-11-03 09:05  >> reply from coordinator to handler-notice
                      |  #stage stage-9
                      << letter directive-error to coordinator; says #stage stage-2
Tue 2020-11-03 09:06  >> reply from coordinator to handler-notice
                      |  Dear family,
                      |  #outcome upheld
                      |  you are right.
                      << letter directive-error to coordinator; says at the top
Tue 2020-11-03 09:07  >> reply from coordinator to handler-notice
                      |  #note
                      |  #nonsense
                      |  They are right.
                      << letter directive-error to coordinator
Tue 2020-11-03 09:08  >> reply from coordinator to handler-notice
                      |
                      << letter directive-error to coordinator
Tue 2020-11-03 09:09  >> reply from coordinator to handler-notice
                      |  #yes
                      << letter directive-error to coordinator
                      << stage stage-1; status open; outcome none
                      << deadline respond stage-1 2020-11-30; open

Tue 2020-11-03 10:00  >> reply from coordinator to handler-notice
                      |  #question
                      |  On which day was it?
                      |
                      |  --
                      |  Ada Coordinator, Libra
                      << letter question to p@mail.example; says On which day; never Ada Coordinator; by 2020-11-30
                      << letter directive-done to coordinator
Wed 2020-11-04 10:00  >> reply from p@mail.example to question
                      |  On Friday.
                      << letter handler-notice to coordinator; says On Friday; never On which day
                      << message reply
Wed 2020-11-04 11:00  >> reply from coordinator to handler-notice
                      |  #NOTE
                      |  The log says 17:40.
                      << letter directive-done to coordinator; says not sent to the complainant
                      << message staff-directive
Wed 2020-11-04 12:00  >> reply from coordinator to handler-notice
                      |  Thank you, that helps.
                      << letter relay to p@mail.example; says that helps; never coordinator; never ada@libra.example
                      << message staff-reply
Wed 2020-11-04 13:00  >> reply from p@mail.example to relay
                      |  You are welcome.
                      << letter handler-notice to coordinator; says You are welcome

# Ada writes to the family herself, with the complaints address in Cc: on record, never sent again.
Thu 2020-11-05 09:00  >> reply from coordinator to handler-notice (to p@mail.example)
                      |  Shall we meet?
                      << message staff-reply
Thu 2020-11-05 10:00  >> mail from coordinator (to p@mail.example): Re: [LC-2020-0001] Shall we meet?
                      |  Tomorrow at nine.
                      << message staff-reply
                      << status open

# Two lines with one text between them.
Thu 2020-11-05 11:00  >> reply from coordinator to handler-notice
                      |  #assign complaints_officer@office.example
                      |  #extend 11/12/2020
                      |  The driver is ill.
                      << letter interim-update to p@mail.example; by 2020-12-11; says driver is ill
                      << letter handler-notice to complaints_officer; says It was late; by 2020-12-11
                      << letter directive-done to coordinator
                      << deadline respond stage-1 2020-12-11; open

Fri 2020-11-06 09:00  >> reply from coordinator to handler-notice
                      |  #close
                      << letter directive-error to coordinator; says reason
Fri 2020-11-06 09:05  >> reply from coordinator to handler-notice
                      |  #close they have moved away and asked us to stop
                      << letter directive-done to coordinator
                      << status closed; outcome none; stage stage-1
# A closed case owes nothing and moves no further, but what is written to it is read.
Sat 2020-12-12 08:00  >> clock
                      << deadline respond stage-1 2020-12-11; ended
Mon 2020-12-14 09:00  >> reply from coordinator to handler-notice
                      |  #outcome upheld
                      |  After all.
                      << letter directive-error to coordinator; says is closed
Mon 2020-12-14 09:01  >> reply from coordinator to handler-notice
                      |  #extend 1 March 2021
                      |  After all.
                      << letter directive-error to coordinator; says is closed
Mon 2020-12-14 09:02  >> reply from coordinator to handler-notice
                      |  #stage stage-2
                      << letter directive-error to coordinator; says is closed
Mon 2020-12-14 10:00  >> reply from p@mail.example to relay
                      |  We are back.
                      << letter handler-notice to coordinator; says We are back
                      << letter handler-notice to complaints_officer; says We are back
                      << status closed
