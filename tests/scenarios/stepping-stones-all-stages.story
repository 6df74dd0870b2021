# Stepping Stones: stage 1 without a date, the formal complaint to the CEO, 10 days to the Board; a late request declined.
# clause: SS-1.1, SS-2.1, SS-2.2, SS-2.3, SS-2.4, SS-3.1, SS-4.1
policy stepping-stones

Mon 2021-06-07 10:00  >> mail from p@mail.example: A volunteer was rude, and informal about it
                      |  She laughed at me.
                      << letter acknowledgement to p@mail.example; says Keyworker; says no fixed date; says Charity Commission; says Ofsted; says answer in writing; never laughed
                      << letter handler-notice to keyworker; says laughed
                      << letter copy to ceo; says laughed; says SS-1.4
                      << letter copy to womens_service_manager; says laughed; says SS-1.6
                      << stage stage-1; status open; handlers keyworker
                      << deadline none stage-1
Mon 2021-06-14 08:00  >> clock
                      << letter reminder to keyworker; says Nothing has happened
Tue 2021-06-15 09:00  >> reply from keyworker to handler-notice
                      |  #outcome resolved
                      << letter outcome to p@mail.example; says has been resolved; says Charity Commission; says Ofsted; says no fixed last day; says APPEAL
                      << letter directive-done to keyworker
                      << stage stage-1; status decided; outcome resolved
                      << deadline none stage-1 appeal

Thu 2021-07-01 12:00  >> reply from p@mail.example to outcome: APPEAL
                      |  It is not resolved at all.
                      # 5 working days: 2, 5, 6, 7, 8 July.
                      << letter acknowledgement to p@mail.example; by 2021-07-29; subject Confidential; says Citizens Advice; says Charity Commission; says Chief Executive Officer
                      << letter handler-notice to ceo; subject Confidential; says not resolved at all; says laughed
                      << stage stage-2; status open; outcome none; tags appeal; handlers ceo
                      << deadline acknowledge stage-2 2021-07-08; source SS-2.2; met
                      << deadline respond stage-2 2021-07-29; source SS-2.3; open
Mon 2021-07-26 11:00  >> reply from ceo to handler-notice
                      |  #outcome not upheld
                      |  I have spoken to all of you.
                      << letter outcome to p@mail.example; by 2021-08-05; subject Confidential; says Charity Commission
                      << letter directive-done to ceo
                      << deadline respond stage-2 2021-07-29; met
                      << deadline appeal stage-2 2021-08-05; source SS-3.1; open

Fri 2021-08-06 00:00  >> reply from p@mail.example to outcome: I escalate
                      |  I was in hospital.
                      << letter appeal-late to p@mail.example; by 2021-08-05; subject Confidential; says Chief Executive Officer
                      << letter handler-notice to ceo; says in hospital; says #accept; says #decline
                      << stage stage-2; status open; outcome not-upheld; tags appeal, late
# Until it is decided nothing else moves, and it is not closed without a word.
Fri 2021-08-06 08:30  >> reply from ceo to handler-notice
                      |  #close too late
                      << letter directive-error to ceo; says #decline
Fri 2021-08-06 09:00  >> reply from ceo to handler-notice
                      |  #outcome upheld
                      |  Oh well.
                      << letter directive-error to ceo; says #accept
Fri 2021-08-06 10:00  >> reply from p@mail.example to appeal-late: Escalate!
                      << letter handler-notice to ceo
                      << message reply
Mon 2021-08-09 10:00  >> reply from ceo to handler-notice
                      |  #decline
                      |  You left the hospital in July.
                      << letter appeal-declined to p@mail.example; says left the hospital
                      << letter directive-done to ceo
                      << stage stage-2; status closed; outcome not-upheld
Mon 2021-08-09 11:00  >> reply from ceo to handler-notice
                      |  #accept
                      << letter directive-error to ceo
                      << status closed
