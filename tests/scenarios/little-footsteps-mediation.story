# Mediation between a family and a nanny (LF-2.4): an invitation to each, and neither reads the other's name or address.
# clause: LF-2.4, LF-5.2, LF-5.3
policy little-footsteps

Fri 2020-12-04 09:30  >> mail from p@mail.example: The nanny did not come
                      |  She was booked for Thursday.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_handler

Mon 2020-12-07 09:00  >> reply from complaints_handler to handler-notice
                      |  #party P <p@mail.example>
                      << letter directive-error to complaints_handler; says complainant's own address
Mon 2020-12-07 09:01  >> reply from complaints_handler to handler-notice
                      |  #party Sam Carer <sam@nanny.example>
                      << letter directive-done to complaints_handler; says Nothing was sent
Mon 2020-12-07 09:02  >> reply from complaints_handler to handler-notice
                      |  #panel Mediator
                      << letter handler-notice to mediator; says named to the panel; says booked for Thursday
                      << letter directive-done to complaints_handler
Mon 2020-12-07 09:03  >> reply from complaints_handler to handler-notice
                      |  #assign nobody
                      |  #mediation 15 December 2020
                      << letter directive-error to complaints_handler
Mon 2020-12-07 09:04  >> reply from complaints_handler to handler-notice
                      |  #mediation 15 December 2020 14:00, 1 High Street
                      |  We hope to find a way forward with you.
                      << letter meeting-invitation to p@mail.example; by 2020-12-15; says mediation; says 14:00; says 1 High Street; file mediation.ics; never Sam; never nanny.example
                      << letter meeting-invitation to sam@nanny.example; by 2020-12-15; says LC-2020-0001; file mediation.ics; never p@mail.example; never booked
                      << letter meeting-invitation to mediator; by 2020-12-15; file mediation.ics
                      << letter directive-done to complaints_handler; says Sam Carer
                      << stage formal-review; status open

Tue 2020-12-08 09:00  >> reply from complaints_handler to handler-notice
                      |  #mediation cancelled
                      << letter meeting-invitation to p@mail.example; subject Cancelled; file mediation.ics
                      << letter meeting-invitation to sam@nanny.example; subject Cancelled; file mediation.ics; never p@mail.example
                      << letter meeting-invitation to mediator; subject Cancelled
                      << letter directive-done to complaints_handler; says called off
Tue 2020-12-08 09:01  >> reply from complaints_handler to handler-notice
                      |  #mediation cancelled
                      << letter directive-error to complaints_handler; says none to call off
Tue 2020-12-08 10:00  >> reply from complaints_handler to handler-notice
                      |  #outcome arbitration recommended
                      |  We recommend the arbiter of the trade.
                      << letter outcome to p@mail.example; says external arbitration
                      << letter directive-done to complaints_handler
                      << stage formal-review; status decided; outcome arbitration-recommended
