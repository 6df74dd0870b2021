# Staff try a conversation first (LC-3.1). It does not help, and the complaint comes back to stage 1 with fresh clocks.
# clause: LC-3.1, LC-4.2, LC-5.1
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to coordinator
Tue 2020-11-03 09:00  >> reply from coordinator to handler-notice
                      |  #stage informal
                      << letter acknowledgement to p@mail.example; says Informal Resolution; says no fixed date
                      << letter handler-notice to coordinator; says sets no date
                      << letter directive-done to coordinator
                      << stage informal; status open
                      << deadline respond stage-1 2020-11-30; ended
                      << deadline none informal
Thu 2020-11-05 09:00  >> reply from coordinator to handler-notice
                      |  #outcome resolved
                      |  Thank you for the talk.
                      << letter outcome to p@mail.example; says no fixed last day
                      << letter directive-done to coordinator
                      << stage informal; status decided; outcome resolved
Fri 2020-11-06 18:00  >> reply from p@mail.example to outcome: Appeal
                      |  It was late again today.
                      << letter acknowledgement to p@mail.example; by 2020-12-04
                      << letter handler-notice to coordinator; says late again today; by 2020-12-04
                      << stage stage-1; status open; outcome none; tags appeal
                      << deadline acknowledge stage-1 2020-11-13; source LC-4.2; met
                      << deadline respond stage-1 2020-12-04; source LC-4.5; open
Fri 2020-11-13 09:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  Findings: none
                      << letter outcome to p@mail.example; by 2020-11-27
                      << letter directive-done to coordinator
                      << stage stage-1; status decided; outcome not-upheld
                      << deadline appeal stage-1 2020-11-27; source LC-5.1; open
Fri 2020-11-27 23:59:59  >> reply from p@mail.example to outcome: Appeal
                      << letter acknowledgement to p@mail.example; by 2020-12-25
                      << letter handler-notice to complaints_officer
                      << stage stage-2; status open
# Sent back by the officer, stage 1 is answered a second time, and its window is a new one.
Mon 2020-11-30 09:00  >> reply from complaints_officer to handler-notice
                      |  #stage stage-1
                      << letter acknowledgement to p@mail.example; by 2020-12-28
                      << letter handler-notice to coordinator
                      << letter directive-done to complaints_officer
                      << stage stage-1; status open; outcome none
Tue 2020-12-01 09:00  >> reply from p@mail.example to acknowledgement: Appeal
                      << letter handler-notice to coordinator
                      << message reply
Wed 2020-12-02 09:00  >> reply from coordinator to handler-notice
                      |  #outcome upheld
                      |  Actions: a new bus.
                      << letter outcome to p@mail.example; by 2020-12-16
                      << letter directive-done to coordinator
                      << stage stage-1; status decided; outcome upheld
                      << deadline appeal stage-1 2020-12-16; open
Wed 2020-12-16 23:00  >> reply from p@mail.example to outcome: Appeal
                      << letter acknowledgement to p@mail.example; by 2021-01-13
                      << letter handler-notice to complaints_officer
                      << stage stage-2; status open
