"""No test asks a real model hub: the library is told that it cannot be reached.

Left to find that out, it tries again for 70 s before it says the same.
"""

import os

os.environ["HF_HUB_OFFLINE"] = "1"  # read when the libraries are imported
