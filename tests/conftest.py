import signal

pytest_plugins = ["servers.fixtures"]

# A shell starts what runs in the background with interrupts ignored, and every process of the tests would ignore them.
signal.signal(signal.SIGINT, signal.default_int_handler)
