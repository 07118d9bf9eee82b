"""Recording a conference: started by its host, agreed to by each, made into a film, shown to those who were inside."""
