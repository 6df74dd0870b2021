# What is serious goes straight to stage 2 with one line of mail (BB-1.2); a colleague is brought in.
# clause: BB-1.2, BB-2.1, BB-2.2, BB-2.3
policy big-bums-little-bums
staff Lena Lead <lena@bb.example> complaints_lead

Mon 2020-11-02 09:30  >> mail from p@mail.example: A bite
                      |  My daughter was bitten twice.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_lead
Tue 2020-11-03 15:00  >> reply from complaints_lead to handler-notice
                      |  #stage stage-2
                      |  This one is beyond me.
                      << letter acknowledgement to p@mail.example; by 2020-12-01; never beyond me
                      << letter handler-notice to complaints_officer; says bitten twice; by 2020-12-01
                      << letter directive-done to complaints_lead; says kept as a note
                      << stage stage-2; status open; outcome none; tags none; handlers complaints_officer
                      << deadline respond stage-1 2020-11-07; ended
                      << deadline acknowledge stage-2 2020-11-05 15:00; source BB-2.3; met
                      << deadline respond stage-2 2020-12-01; source BB-2.2; open
# The stage that was left reminds nobody.
Thu 2020-11-05 08:00  >> clock
Sun 2020-11-08 08:00  >> clock

# Who handed the case on cannot answer it any more, but can add a note.
Mon 2020-11-09 09:00  >> reply from complaints_lead to handler-notice
                      |  #outcome not upheld
                      |  It was a scratch.
                      << letter directive-error to complaints_lead; says Complaints Officer
                      << status open; outcome none
Mon 2020-11-09 09:05  >> reply from complaints_lead to handler-notice
                      |  #note
                      |  The book says: one bite, at eleven.
                      << letter directive-done to complaints_lead

Mon 2020-11-09 10:00  >> reply from complaints_officer to handler-notice
                      |  #assign Lena
                      << letter handler-notice to complaints_lead; says bitten twice; says asked to look into
                      << letter directive-done to complaints_officer
                      << stage stage-2; handlers complaints_officer, complaints_lead
Mon 2020-11-09 10:05  >> reply from complaints_officer to handler-notice
                      |  #assign Nobody
                      << letter directive-error to complaints_officer; says lena@bb.example
Tue 2020-11-10 10:00  >> reply from complaints_lead to handler-notice
                      |  #question
                      |  Which arm was it?
                      << letter question to p@mail.example; says Which arm was it
                      << letter directive-done to complaints_lead
Tue 2020-11-10 12:00  >> reply from p@mail.example to question
                      |  The left one.
                      << letter handler-notice to complaints_officer; says The left one
                      << letter handler-notice to complaints_lead; says The left one
# The complaint goes back to stage 1, and forward again: each time its clocks begin anew and the family is told.
Wed 2020-11-11 09:00  >> reply from complaints_officer to handler-notice
                      |  #stage stage-1
                      << letter acknowledgement to p@mail.example; by 2020-11-16
                      << letter handler-notice to complaints_lead; by 2020-11-16
                      << letter directive-done to complaints_officer
                      << stage stage-1; handlers complaints_lead
                      << deadline respond stage-1 2020-11-16; open
                      << deadline respond stage-2 2020-12-01; ended
Thu 2020-11-12 09:00  >> reply from complaints_lead to handler-notice
                      |  #stage stage-2
                      << letter acknowledgement to p@mail.example; by 2020-12-10
                      << letter handler-notice to complaints_officer; by 2020-12-10
                      << letter directive-done to complaints_lead
                      << deadline acknowledge stage-2 2020-11-14 09:00; met
                      << deadline respond stage-2 2020-12-10; open
