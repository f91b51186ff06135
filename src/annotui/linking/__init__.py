"""Which records of the catalogue a mention can mean, with scores and reasons."""
