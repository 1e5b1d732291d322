"""What is felt while somebody lies on the ball. Loaded for a hold, forgotten after it."""
