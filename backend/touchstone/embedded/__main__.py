"""`python -m touchstone.embedded`: the supervisor's process, started by `EmbeddedPostgres`."""

import sys

from touchstone.embedded.supervisor import main

sys.exit(main())
