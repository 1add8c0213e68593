/** Where a case stands while its CCG was not asked yet whether it joins the group that another one proposed. */
export const invitedState = 'invited';
