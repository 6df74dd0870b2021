# The formal answer of Stepping Stones: no word of a sanction leaves, and who asks for it gets it looked at once more.
# clause: SS-2.6, SS-2.7
policy stepping-stones

Mon 2021-06-07 10:00  >> mail from p@mail.example: Confidential
                      |  My keyworker laughed at me in the office on 4 June at 10:00.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to ceo
                      << stage stage-2; status open
Mon 2021-06-14 09:00  >> reply from ceo to handler-notice
                      |  #outcome upheld
                      |  She has had a written warning.
                      << letter directive-error to ceo; says written warning; says #send anyway
                      << status open; outcome none
Mon 2021-06-14 10:00  >> reply from ceo to handler-notice
                      |  #outcome partly upheld
                      |  We have spoken to your keyworker.
                      << letter outcome to p@mail.example; by 2021-06-24; never warning
                      << letter directive-done to ceo
Wed 2021-06-16 09:00  >> reply from p@mail.example to outcome: Please reconsider
                      |  There were two of them.
                      << letter handler-notice to ceo; says two of them; says #outcome
                      << stage stage-2; status decided; tags none
                      << message reply
Fri 2021-06-18 09:00  >> reply from ceo to handler-notice
                      |  #outcome upheld
                      |  We have now spoken to both.
                      << letter outcome to p@mail.example; by 2021-06-24; says spoken to both
                      << letter directive-done to ceo
                      << stage stage-2; status decided; outcome upheld
                      << deadline appeal stage-2 2021-06-24; open
# Once only: what comes after that is put before the CEO as perhaps a request to go on.
Mon 2021-06-21 09:00  >> reply from p@mail.example to outcome: Reconsider
                      |  And the third?
                      << letter handler-notice to ceo; says #appeal
                      << tags perhaps-appeal
Mon 2021-06-21 10:00  >> reply from ceo to handler-notice
                      |  #outcome upheld
                      |  Again.
                      << letter directive-error to ceo
Fri 2021-06-25 00:00  >> clock
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to chair_of_trustees; says And the third
                      << stage stage-3; status open; tags appeal
