# clause: SS-2.1
# Who writes anew instead of answering may mean the same matter: the wall of the first case holds for the second.
policy stepping-stones
staff Kim Park <kim@office.example> keyworker
staff Maria Stone <maria@office.example> womens_service_manager

Mon 2020-11-02 09:00  >> mail from p@mail.example: Handover
                      |  Kim Park shouted at my mother.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to maria@office.example
                      << letter copy to ceo
Thu 2020-11-05 10:00  >> mail from p@mail.example: Again
                      |  It happened again today.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to maria@office.example; says LC-2020-0001, in which the same person has a part
                      << letter copy to ceo
                      << cases 2
# What is complained of by phone for the same person meets the same wall.
Fri 2020-11-06 10:00  >> mail from maria@office.example: phone
                      |  #new P <p@mail.example>
                      |  It happened a third time.
                      << letter confirm-sender to maria@office.example
Fri 2020-11-06 10:05  >> reply from maria@office.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to maria@office.example; says The same person complained before: LC-2020-0001, LC-2020-0002
                      << letter copy to ceo
                      << letter directive-done to maria@office.example
                      << cases 3
# Somebody else's complaint goes to Kim.
Fri 2020-11-06 11:00  >> mail from q@mail.example: Cold
                      |  It was cold.
                      << letter acknowledgement to q@mail.example
                      << letter handler-notice to kim@office.example
                      << letter copy to ceo
                      << letter copy to maria@office.example
