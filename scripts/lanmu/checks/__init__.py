"""What is wrong in the sources and in the built site: rules, the engine that runs them, and reports."""
