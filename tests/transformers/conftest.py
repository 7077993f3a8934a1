"""No test asks a real model hub: the one that they are sent to cannot be reached."""

import os

os.environ["HF_ENDPOINT"] = "http://127.0.0.1:9"  # read when the libraries are imported
