# Where the policy is silent: about the Complaints Manager: to a Trustee.
policy childrens-links
staff Mona Pike <mona@cl.example> complaints_manager
staff Tess Ward <tess@cl.example> trustee

Tue 2021-01-05 10:00  >> mail from p@mail.example: Unfair
                      |  The complaints manager was unfair to us.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to tess@cl.example
                      << handlers tess@cl.example
