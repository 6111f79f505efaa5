-- Which themes are kept, under which names, and which of them were merged?
-- grain: one row per theme of the sets in force; one set per language
-- params: revision
-- returns: set_id, language, theme, found_name, words, given_name, merged_into
-- note: as it was after that change, or now where the revision is null
with told as (
    select change_id, set_id, theme, act, said
    from app.theme_changes
    where $revision is null or change_id <= $revision
),

in_force as (
    select
        sets.language,
        arg_max(sets.set_id, told.change_id) as set_id,
        arg_max(told.act, told.change_id) as last_act
    from told
    inner join app.theme_sets as sets on told.set_id = sets.set_id
    where told.act in ('keep', 'reset')
    group by sets.language
),

acts as (
    select
        set_id,
        theme,
        arg_max(said, change_id) filter (where act = 'rename') as given_name,
        arg_max(case when act = 'merge' then said::integer else -1 end, change_id)
            filter (where act in ('merge', 'split')) as merged_into
    from told
    group by set_id, theme
)

select
    themes.set_id,
    in_force.language,
    themes.theme,
    themes.found_name,
    themes.words,
    nullif(acts.given_name, '') as given_name,
    nullif(acts.merged_into, -1) as merged_into
from in_force
inner join app.themes as themes on in_force.set_id = themes.set_id
left join acts on themes.set_id = acts.set_id and themes.theme = acts.theme
where in_force.last_act = 'keep'
order by in_force.language, themes.theme
