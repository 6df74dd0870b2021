# SS-1.1: about a keyworker: the Women's Service Manager, also where that turns out only later.
# clause: SS-1.1
policy stepping-stones
staff Kim Park <kim@ss.example> keyworker
staff Wanda Reed <wanda@ss.example> womens_service_manager
staff Bea Holt <bea@ss.example> ceo

Tue 2021-01-05 10:00  >> mail from p@mail.example: How I was spoken to
                      |  Somebody was rude to me on Monday.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to kim@ss.example
                      << letter copy to bea@ss.example
                      << letter copy to wanda@ss.example
                      << stage stage-1; handlers kim@ss.example
# The keyworker says it herself: from then on she gets nothing, not even the confirmation.
Wed 2021-01-06 10:00  >> reply from kim@ss.example to handler-notice
                      |  #about Kim Park
                      << letter handler-notice to wanda@ss.example; says Kim Park
                      << handlers wanda@ss.example
Thu 2021-01-07 10:00  >> reply from wanda@ss.example to handler-notice
                      |  #outcome upheld
                      |  She is sorry.
                      << letter outcome to p@mail.example
                      << letter directive-done to wanda@ss.example
                      << status decided
