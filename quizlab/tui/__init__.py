"""The Textual app: screens compose, bind and post; sessions do the work."""
