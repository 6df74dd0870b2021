# The other side of a mediation writes: to whoever deals with the case and whoever mediates, and to nobody else (LF-6.2).
# clause: LF-6.2, LF-2.4
policy little-footsteps

Fri 2020-12-04 09:30  >> mail from p@mail.example: The nanny did not come
                      |  She was booked for Thursday.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_handler
Mon 2020-12-07 09:00  >> reply from complaints_handler to handler-notice
                      |  #party Sam Carer <sam@nanny.example>
                      |  #panel Mediator
                      << letter handler-notice to mediator
                      << letter directive-done to complaints_handler
Mon 2020-12-07 09:05  >> reply from complaints_handler to handler-notice
                      |  #mediation 15 December 2020 14:00, 1 High Street
                      << letter meeting-invitation to p@mail.example
                      << letter meeting-invitation to sam@nanny.example
                      << letter meeting-invitation to mediator
                      << letter directive-done to complaints_handler
Mon 2020-12-07 18:00  >> reply from sam@nanny.example to meeting-invitation
                      |  I shall come. The bus was cancelled that day.
                      << letter handler-notice to complaints_handler; subject The other side has written; says The bus was cancelled; says sam@nanny.example
                      << letter handler-notice to mediator; says The bus was cancelled
                      << stage formal-review; status open
# A plain answer to that would go to the complainant: it does not.
Mon 2020-12-07 18:30  >> reply from complaints_handler to handler-notice
                      |  Thank you for telling us about the bus.
                      << letter directive-error to complaints_handler; says write to sam@nanny.example yourself
# Nor does what staff write to the other side, with us in Cc.
Mon 2020-12-07 18:40  >> reply from complaints_handler to handler-notice (to sam@nanny.example)
                      |  Thank you for telling us about the bus.
# An answer to what the complainant wrote goes to the complainant as ever.
Mon 2020-12-07 18:50  >> reply from complaints_handler to handler-notice (first)
                      |  We shall see you on the 15th.
                      << letter relay to p@mail.example; never bus

Thu 2020-12-10 10:00  >> reply from complaints_handler to handler-notice (first)
                      |  #outcome not upheld
                      |  She did not come because the bus was cancelled.
                      << letter outcome to p@mail.example
                      << letter directive-done to complaints_handler
                      << status decided
# The other side asks for an independent review: it is put before the handler, and opens nothing by itself.
Fri 2020-12-11 10:00  >> reply from sam@nanny.example to meeting-invitation: Independent review, please
                      |  I was never heard.
                      << letter handler-notice to complaints_handler; says may ask for Independent Review; says #stage independent-review (LF-6.2)
                      << letter handler-notice to mediator
                      << stage formal-review; status decided
Fri 2020-12-11 11:00  >> reply from complaints_handler to handler-notice
                      |  #stage independent-review
                      << letter acknowledgement to p@mail.example; never heard
                      << letter handler-notice to independent_reviewer
                      << letter directive-done to complaints_handler
                      << stage independent-review; status open
# A machine of theirs is filed; an address that is no part of it waits in the pen.
Fri 2020-12-11 12:00  >> reply from sam@nanny.example to meeting-invitation (automatic): Away
                      |  I am away.
Fri 2020-12-11 12:30  >> reply from sam@nanny.example to meeting-invitation (as sam@other.example)
                      |  It is me.
                      << letter admin-notice to admin
                      << pen not a party
