# One module per environment: dev, test, demo and production, all on top of the strict base.
