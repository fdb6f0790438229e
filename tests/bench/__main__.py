"""`python -m tests.bench --tasks 5000`"""

from tests.bench.run import main

if __name__ == "__main__":
    main()
