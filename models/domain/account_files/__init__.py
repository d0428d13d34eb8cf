"""Files of accounts as people have them: spreadsheets, texts and archives, read by one reader."""
