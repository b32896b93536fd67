-- Events that one article planned and a later one reports as done: the same type, and the same entity in the same role.
-- That both are at one place says nothing.
SELECT planned.type, known.name AS who, a.role,
  CAST(min(planned.published_at) AS date) AS announced, CAST(min(done.published_at) AS date) AS happened
FROM events AS planned
JOIN event_arguments AS a ON a.event_id = planned.event_id AND a.entity_id IS NOT NULL
JOIN event_arguments AS b ON b.entity_id = a.entity_id AND b.role = a.role AND b.event_type = a.event_type AND b.event_status = 'actual'
JOIN events AS done ON done.event_id = b.event_id
JOIN entities AS known ON known.entity_id = a.entity_id
WHERE planned.status = 'planned' AND a.role <> 'place' AND done.published_at > planned.published_at
GROUP BY planned.type, known.entity_id, known.name, a.role
ORDER BY 4, 1, 2;
