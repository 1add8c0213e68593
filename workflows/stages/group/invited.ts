/** Where a case stands while its CCG was not asked yet whether it joins the group that another one proposed. */
export const invitedState = 'invited';

/** Stands before the stages of every level: a CCG that is to apply with others is asked first. */
export const invitation = {
  name: 'invitation',
  title: 'Invitation to a group',
  path: invitedState,
  exceptional: true,
} as const;
