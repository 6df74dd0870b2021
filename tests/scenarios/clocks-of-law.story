# Laws beside the policy: the early years framework's 28 days and the acknowledgement of data protection, counted from the
# first complaint whatever stage it is at by then; the earlier date governs, and the law's cannot be moved.
policy stepping-stones
set laws ["eyfs", "data-protection-complaint"]

Mon 2020-11-02 10:00  >> mail from p@mail.example: Ratios
                      |  There were too few of you with the babies.
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to keyworker; by 2020-11-30; by 2020-12-01; says Answer required by law; says Acknowledgement required by law; says EYFS
                      << letter copy to ceo
                      << letter copy to womens_service_manager
                      << deadline statutory stage-1 2020-11-30; source EYFS statutory framework, section 3, Complaints; open
                      # the day of receipt is the first of the thirty
                      << deadline statutory stage-1 2020-12-01; source Data Protection Act 2018, section 164A(3), put in by the Data (Use and Access) Act 2025, section 103; met
Tue 2020-11-10 09:00  >> reply from keyworker to handler-notice
                      |  #stage stage-2
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to ceo; by 2020-11-30; by 2020-12-08
                      << letter directive-done to keyworker
                      << deadline statutory stage-2 2020-11-30; source EYFS statutory framework, section 3, Complaints; open
                      << deadline respond stage-2 2020-12-08; open
Wed 2020-11-11 09:00  >> reply from ceo to handler-notice
                      |  #extend 15 December 2020
                      |  We are waiting for the rota.
                      << letter interim-update to p@mail.example; by 2020-12-15
                      << letter directive-done to ceo; says cannot be moved; by 2020-11-30
Thu 2020-11-26 08:00  >> clock
                      << letter reminder to ceo; by 2020-11-30; says EYFS
Tue 2020-12-01 08:00  >> clock
                      << letter breach-notice to ceo; by 2020-11-30; says EYFS
Wed 2020-12-02 09:00  >> reply from ceo to handler-notice
                      |  #outcome upheld
                      |  You were right about the rota.
                      << letter outcome to p@mail.example
                      << letter directive-done to ceo
                      << deadline statutory stage-2 2020-11-30; missed
                      << deadline respond stage-2 2020-12-15; met
