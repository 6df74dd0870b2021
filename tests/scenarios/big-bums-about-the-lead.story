# Where the policy is silent: about the Complaints Lead: to the Complaints Officer.
policy big-bums-little-bums
staff Lara Dunn <lara@bb.example> complaints_lead
staff Olga Hunt <olga@bb.example> complaints_officer

Tue 2021-01-05 10:00  >> mail from p@mail.example: Rude
                      |  lara@bb.example wrote me a rude mail.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to olga@bb.example
                      << handlers olga@bb.example
