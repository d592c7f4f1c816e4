"""What several rules about sources share."""
