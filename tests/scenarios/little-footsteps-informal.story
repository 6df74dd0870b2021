# Little Footsteps: a talk first (LF-5.1), whose result is recorded; what it does not settle is reviewed formally (LF-5.2).
# clause: LF-5.1, LF-5.2
policy little-footsteps

Mon 2020-11-02 09:30  >> mail from p@mail.example: The invoice
                      |  I was billed for a day that I had cancelled.
                      << letter acknowledgement to p@mail.example; by 2020-11-11
                      << letter handler-notice to complaints_handler; says #stage informal
Mon 2020-11-02 11:00  >> reply from complaints_handler to handler-notice
                      |  #stage informal
                      |  I will ring them.
                      << letter acknowledgement to p@mail.example; says Informal Discussion; says no fixed date; never ring them
                      << letter handler-notice to complaints_handler
                      << letter directive-done to complaints_handler; says kept as a note
                      << stage informal; status open; handlers complaints_handler
                      << deadline respond formal-review 2020-11-11; ended
Tue 2020-11-03 15:00  >> reply from complaints_handler to handler-notice
                      |  #outcome resolved
                      |  As we agreed when we spoke, the day is off your invoice.
                      << letter outcome to p@mail.example; says off your invoice; says REVIEW; never Ofsted
                      << letter directive-done to complaints_handler
                      << stage informal; status decided; outcome resolved
Fri 2020-11-06 09:00  >> reply from p@mail.example to outcome: Please review
                      |  It is on the next invoice again.
                      << letter acknowledgement to p@mail.example; by 2020-11-17; says Formal Review
                      << letter handler-notice to complaints_handler; says on the next invoice; says a day that I had cancelled; by 2020-11-17
                      << stage formal-review; status open; outcome none; tags appeal
                      << deadline respond formal-review 2020-11-17; source LF-2.3; open
