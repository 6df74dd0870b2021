# The CEO hears of each opening and each closing of a case that others handle (SS-1.4); the Service Manager of openings.
# clause: SS-1.4, SS-1.6, SS-3.3
policy stepping-stones
staff Wanda <wanda@ss.example> womens_service_manager
staff Kim <kim@ss.example> keyworker away 2021-01-04/2021-01-08

Tue 2021-01-05 10:00  >> mail from p@mail.example: The heating
                      |  It is cold.
                      << letter acknowledgement to p@mail.example; says Women's Service Manager
                      << letter handler-notice to wanda@ss.example
                      << letter copy to ceo; says cold
                      << stage stage-1; handlers wanda@ss.example
Wed 2021-01-06 10:00  >> reply from wanda@ss.example to handler-notice
                      |  #outcome upheld
                      |  It is warm now.
                      << letter outcome to p@mail.example
                      << letter directive-done to wanda@ss.example
                      << status decided
# Three months after 6 January. The year of the report (SS-0.4) ended with March.
Tue 2021-04-06 23:59:59  >> clock
                      << letter report to chair_of_trustees
Wed 2021-04-07 00:00  >> clock
                      << letter copy to ceo; says closed
                      << status closed
Mon 2021-05-03 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  It is cold again.
                      << letter acknowledgement to p@mail.example; by 2021-05-31
                      << letter handler-notice to ceo; says cold again
                      << stage stage-2; status open
                      # It came on a bank holiday: 4, 5, 6, 7, 10 May.
                      << deadline acknowledge stage-2 2021-05-10; met
Tue 2021-05-04 09:00  >> reply from ceo to handler-notice
                      |  #outcome not upheld
                      |  It is May.
                      << letter outcome to p@mail.example; by 2021-05-14
                      << letter directive-done to ceo
# Who dealt with stage 1 hears that it goes on and that it is answered, and no more.
Fri 2021-05-14 12:00  >> reply from p@mail.example to outcome: Escalation to the Board
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to chair_of_trustees
                      << letter copy to wanda@ss.example; says has gone on to Stage 3; says SS-3.3; never cold again
Mon 2021-05-17 12:00  >> reply from chair_of_trustees to handler-notice
                      |  #outcome upheld
                      |  Blankets for all.
                      << letter outcome to p@mail.example
                      << letter directive-done to chair_of_trustees
                      << letter copy to ceo; says closed
                      << letter copy to wanda@ss.example; says has been answered; never Blankets
                      << status closed
