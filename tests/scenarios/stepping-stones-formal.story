# A subject that says formal opens stage 2 at once; from there to the Board, and the end.
# clause: SS-2.1, SS-2.2, SS-2.3, SS-3.1, SS-3.2, SS-4.1
policy stepping-stones

Wed 2021-08-25 16:00  >> mail from p@mail.example: FORMAL complaint: my room
                      |  The room is damp.
                      << letter acknowledgement to p@mail.example; by 2021-09-22; subject Confidential
                      << letter handler-notice to ceo; says damp
                      << stage stage-2; status open; handlers ceo
                      # 26, 27, 31 August, 1, 2 September: the bank holiday is Monday 30 August.
                      << deadline acknowledge stage-2 2021-09-02; source SS-2.2; met
                      << deadline respond stage-2 2021-09-22; source SS-2.3; open
Thu 2021-09-02 09:00  >> reply from ceo to handler-notice
                      |  #outcome partly upheld
                      |  We will look at the roof.
                      << letter outcome to p@mail.example; by 2021-09-12; says in part
                      << letter directive-done to ceo
                      << deadline appeal stage-2 2021-09-12; source SS-3.1; open
# To reconsider is asked of the same person (SS-2.7); it is no request to the Board.
Mon 2021-09-06 09:00  >> reply from p@mail.example to outcome: Please reconsider
                      << letter handler-notice to ceo
                      << stage stage-2; status decided; tags none
Sun 2021-09-12 23:59:59  >> reply from p@mail.example to outcome: Appeal to the Board
                      << letter acknowledgement to p@mail.example; says last step; says Charity Commission
                      << letter handler-notice to chair_of_trustees; says damp
                      << stage stage-3; status open; tags appeal; handlers chair_of_trustees
                      << deadline acknowledge stage-3 2021-09-19; source SS-3.2; met
                      << deadline none stage-3 respond
Sun 2021-09-19 08:00  >> clock
                      << letter reminder to chair_of_trustees; says Nothing has happened
Fri 2021-10-01 09:00  >> reply from chair_of_trustees to reminder
                      |  #outcome upheld
                      |  The roof is new now.
                      << letter outcome to p@mail.example; says final decision; says Charity Commission; says Ofsted
                      << letter directive-done to chair_of_trustees
                      << letter copy to ceo; says closed
                      << stage stage-3; status closed; outcome upheld
Fri 2021-10-08 09:00  >> reply from p@mail.example to outcome: Appeal again
                      << letter process-ended to p@mail.example; says Charity Commission

# Marked Confidential it goes to the CEO too, and it is a case of its own.
Mon 2021-10-11 09:00  >> mail from q@mail.example: Confidential - about the house
                      << letter acknowledgement to q@mail.example
                      << letter handler-notice to ceo
                      << stage stage-2; cases 2; tags none
