"""印刷与上报: paper and Word from the articles, issues put together, the report upward."""
