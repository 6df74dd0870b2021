# The report for the Management Committee goes to its chair a week before the meeting: what was received, what waits, which
# promises were kept. What was received on the day it leaves is for the next one. Nobody is named in it.
# clause: LC-8.1
policy libra-children-services
staff Ada <ada@libra.example> coordinator
set meetings = ["2020-11-24", "2021-02-23"]

Mon 2020-11-02 09:30  >> mail from river@mail.example: Handover was late again
                      |  The handover was forty minutes late.
                      << letter acknowledgement to river@mail.example
                      << letter handler-notice to ada@libra.example
Tue 2020-11-03 09:30  >> mail from brook@mail.example: The room was cold
                      |  The contact room was cold all afternoon.
                      << letter acknowledgement to brook@mail.example
                      << letter handler-notice to ada@libra.example
Wed 2020-11-04 09:30  >> mail from marsh@mail.example: Nobody rang
                      |  Nobody rang to say that it was cancelled.
                      << letter acknowledgement to marsh@mail.example
                      << letter handler-notice to ada@libra.example
Tue 2020-11-17 08:00  >> clock
                      << letter report to chair; says Tuesday 24 November 2020; says LC-8.1; says Complaints received: 3.; says 3 complaints wait for an answer; says Every promise was kept in time; never river; never cold; never LC-2020
Tue 2020-11-17 09:00  >> mail from fenn@mail.example: The gate
                      |  The gate stood open on Monday.
                      << letter acknowledgement to fenn@mail.example
                      << letter handler-notice to ada@libra.example
Wed 2020-11-18 08:00  >> clock
