# Stepping Stones: received verbally, by phone, by email or in writing (SS-0.1), and how is recorded with each complaint.
# clause: SS-0.1
policy stepping-stones
staff Kay Worker <kay@ss.example> keyworker

Mon 2021-06-07 10:00  >> mail from kay@ss.example: Sam came by
                      |  #new Sam Brook <s@mail.example>, in person
                      |  Sam says that the crèche was cold.
                      << letter confirm-sender to kay@ss.example
Mon 2021-06-07 10:05  >> reply from kay@ss.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to s@mail.example
                      << letter handler-notice to kay@ss.example
                      << letter copy to ceo
                      << letter copy to womens_service_manager
                      << letter directive-done to kay@ss.example
                      << case LC-2021-0001; channel person; name Sam Brook
Mon 2021-06-07 11:00  >> mail from kay@ss.example: a call
                      |  #new Kit Lane <k@mail.example>, by phone
                      |  Kit waited for an hour.
                      << letter confirm-sender to kay@ss.example
Mon 2021-06-07 11:05  >> reply from kay@ss.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to k@mail.example
                      << letter handler-notice to kay@ss.example
                      << letter copy to ceo
                      << letter copy to womens_service_manager
                      << letter directive-done to kay@ss.example
                      << case LC-2021-0002; channel phone; name Kit Lane
Mon 2021-06-07 12:00  >> mail from kay@ss.example: post
                      |  #new Ash Hill, by letter
                      |  The letter says that the door was locked. It gives no address.
                      << letter confirm-sender to kay@ss.example; says Nothing would be sent
Mon 2021-06-07 12:05  >> reply from kay@ss.example to confirm-sender
                      |  #yes
                      << letter handler-notice to kay@ss.example; says left no mail address
                      << letter copy to ceo
                      << letter copy to womens_service_manager
                      << letter directive-done to kay@ss.example
                      << case LC-2021-0003; channel letter; name Ash Hill; address none
Mon 2021-06-07 13:00  >> mail from p@mail.example: The crèche
                      |  It was cold.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to kay@ss.example
                      << letter copy to ceo
                      << letter copy to womens_service_manager
                      << case LC-2021-0004; channel email
