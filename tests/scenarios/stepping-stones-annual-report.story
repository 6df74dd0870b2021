# Once a year the chair gets the report of the year that is over (SS-0.4). A mailbox that was read late still sends it,
# and only once.
# clause: SS-0.4
policy stepping-stones

Wed 2021-03-31 12:00  >> clock
Thu 2021-04-01 07:59  >> clock
Sat 2021-04-03 09:00  >> clock
                      << letter report to chair_of_trustees; says 1 April 2020 to 31 March 2021; says SS-0.4
Sun 2021-04-04 09:00  >> clock
