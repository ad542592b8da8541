"""What Kith says, in German: sentences are written in English where they arise, and known here by their form."""
