# SS-2.5: about the CEO: to the Chair of Trustees. SS-1.4 copies go nowhere near the CEO then.
# clause: SS-1.4, SS-2.5
policy stepping-stones
staff Kim Park <kim@ss.example> keyworker
staff Bea Holt <bea@ss.example> ceo
staff Theo Grant <theo@ss.example> chair_of_trustees
staff Wanda Reed <wanda@ss.example> womens_service_manager

Tue 2021-01-05 10:00  >> mail from p@mail.example: Confidential: how I was spoken to
                      |  Your Chief Executive Officer was rude to me.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to theo@ss.example; says Bea Holt
                      << stage stage-2; handlers theo@ss.example
Wed 2021-01-06 10:00  >> reply from theo@ss.example to handler-notice
                      |  #about ceo
                      << letter directive-done to theo@ss.example
Thu 2021-01-07 10:00  >> reply from theo@ss.example to handler-notice
                      |  #outcome upheld
                      |  She was, and she is sorry.
                      << letter outcome to p@mail.example
                      << letter directive-done to theo@ss.example
                      << status decided
