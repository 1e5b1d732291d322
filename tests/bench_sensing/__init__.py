"""`make bench-sensing`: what the estimators reach on recordings and models, next to others."""
