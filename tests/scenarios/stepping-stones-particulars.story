# Stepping Stones: the type brings the handler (SS-1.2) and a date (SS-6.1); a written response is owed to who asks (SS-1.3);
# a disclosure is explained (SS-0.3); the Chair says by when (SS-3.2); what is another organisation's goes there (SS-0.2).
# clause: SS-0.2, SS-0.3, SS-1.2, SS-1.3, SS-3.2, SS-3.3, SS-6.1
policy stepping-stones
staff Kay <kay@ss.example> keyworker
staff Cora <cora@ss.example> childcare_service_manager away 2021-06-01/2021-06-30
staff Dee <dee@ss.example> deputy_childcare_service_manager

Mon 2021-06-07 10:00  >> mail from p@mail.example: After school
                      |  Nobody collected my son from school.
                      << letter acknowledgement to p@mail.example; says no fixed date; says answer in writing
                      << letter handler-notice to kay@ss.example; says #type womens-service; says childcare-age-5-and-over; says #written; says #feedback
                      << letter copy to ceo
                      << letter copy to womens_service_manager
                      << deadline none stage-1
Wed 2021-06-09 09:00  >> reply from kay@ss.example to handler-notice
                      |  #type nursery
                      << letter directive-error to kay@ss.example; says #type childcare
                      << handlers kay@ss.example
# The Childcare Service Manager is away: her deputy gets it. 20 days from 7 June end on 27 June.
Wed 2021-06-09 09:05  >> reply from kay@ss.example to handler-notice
                      |  #type childcare-age-5-and-over
                      << letter handler-notice to dee@ss.example; says Nobody collected; says The type of this complaint; by 2021-06-27; never #type
                      << letter directive-done to kay@ss.example; says Dee; by 2021-06-27
                      << handlers dee@ss.example
                      << deadline respond stage-1 2021-06-27; source SS-6.1; open
# Kay has the case no longer.
Wed 2021-06-09 10:00  >> reply from kay@ss.example to handler-notice
                      |  #outcome resolved
                      << letter directive-error to kay@ss.example; says Dee
Thu 2021-06-10 10:00  >> reply from p@mail.example to acknowledgement
                      |  Yes, I would like it in writing.
                      << letter handler-notice to dee@ss.example; says in writing
Thu 2021-06-10 11:00  >> reply from dee@ss.example to handler-notice
                      |  #written
                      << letter directive-done to dee@ss.example; says written response
Fri 2021-06-11 11:00  >> reply from dee@ss.example to handler-notice
                      |  #close We spoke at the gate.
                      << letter directive-error to dee@ss.example; says asked for a written response
Fri 2021-06-11 11:05  >> reply from dee@ss.example to handler-notice
                      |  #outcome resolved
                      << letter directive-error to dee@ss.example; says asked for a written response
                      << status open; outcome none
Fri 2021-06-11 12:00  >> reply from dee@ss.example to handler-notice
                      |  #disclose the police asked for it
                      |  The police asked us for your letter, and the law made us give it to them.
                      << letter relay to p@mail.example; says the law made us give it
                      << letter directive-done to dee@ss.example; says disclosure is recorded
Mon 2021-06-14 12:00  >> reply from dee@ss.example to handler-notice
                      |  #outcome resolved
                      |  We agreed that two of us walk to the school from now on.
                      << letter outcome to p@mail.example; says two of us walk
                      << letter directive-done to dee@ss.example
                      << status decided; outcome resolved
                      << deadline respond stage-1 2021-06-27; met

# At the formal stage both limits run: 28 days from the appeal, 20 days from the complaint. The earlier governs.
Tue 2021-06-15 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  At the school gate on Monday nobody was there again.
                      << letter acknowledgement to p@mail.example; by 2021-06-27
                      << letter handler-notice to ceo; by 2021-06-27; by 2021-07-13
                      << deadline respond stage-2 2021-06-27; source SS-6.1; open
                      << deadline respond stage-2 2021-07-13; source SS-2.3; open
Wed 2021-06-16 09:00  >> reply from ceo to handler-notice
                      |  #outcome not upheld
                      |  Two of us were there on Monday.
                      << letter outcome to p@mail.example; by 2021-06-26
                      << letter directive-done to ceo
Thu 2021-06-17 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  They were not.
                      << letter acknowledgement to p@mail.example; says Chair of Trustees will tell you by when; says no fixed date
                      << letter handler-notice to chair_of_trustees; says #timescale
                      << letter copy to kay@ss.example; says has gone on to Stage 3; never They were not
                      << letter copy to dee@ss.example; says has gone on to Stage 3
                      << deadline acknowledge stage-3 2021-06-24; source SS-3.2; met
                      << deadline none stage-3 respond
Mon 2021-06-21 09:00  >> reply from chair_of_trustees to handler-notice
                      |  #timescale 16 July 2021
                      |  The Board meets on 12 July.
                      << letter interim-update to p@mail.example; by 2021-07-16; says The Board meets; subject When you will have; never more time
                      << letter directive-done to chair_of_trustees; by 2021-07-16
                      << deadline respond stage-3 2021-07-16; source SS-3.2; open
Mon 2021-06-21 09:10  >> reply from chair_of_trustees to handler-notice
                      |  #timescale 23 July 2021
                      << letter directive-error to chair_of_trustees; says #extend
Wed 2021-07-14 08:00  >> clock
                      << letter reminder to chair_of_trustees; by 2021-07-16
Wed 2021-07-14 09:00  >> reply from chair_of_trustees to handler-notice
                      |  #outcome upheld
                      |  The gate camera shows that you are right.
                      << letter outcome to p@mail.example; says final decision
                      << letter copy to kay@ss.example; says has been answered; never camera
                      << letter copy to dee@ss.example; says has been answered
                      << letter copy to ceo; says closed
                      << letter directive-done to chair_of_trustees
                      << status closed; outcome upheld
                      << deadline respond stage-3 2021-07-16; met

Thu 2021-07-15 09:00  >> mail from q@mail.example: The bus
                      |  The driver of the council's bus shouted at my daughter.
                      << letter acknowledgement to q@mail.example
                      << letter handler-notice to kay@ss.example
                      << letter copy to ceo
                      << letter copy to womens_service_manager
Thu 2021-07-15 10:00  >> reply from kay@ss.example to handler-notice (about LC-2021-0002)
                      |  #refer Luton Borough Council
                      |  The buses are run by the Council. We have told them what you told us.
                      << letter referral to q@mail.example; says Luton Borough Council is responsible for; says told them; never shouted
                      << letter copy to ceo; says closed
                      << letter directive-done to kay@ss.example; says pass the complaint on yourself
                      << case LC-2021-0002; status closed; outcome referred
