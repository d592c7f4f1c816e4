"""栏目与活动: the data of the column and the campaign as forms."""
